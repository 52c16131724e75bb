"""The names that the tables give, as types: tables, ids of records, values of vocabularies.

An editor completes them, and a type checker refuses what is not among them: `EntityId` is the ids of `entities`,
`TargetsStatus` the values of `targets.status`. Written from `schemas/` and `data/` by `make docs`.
"""

# fmt: off
# [[[cog
# import blocks
# blocks.literals()
# ]]]
from typing import Literal

TableName = Literal[
    "sources", "passages", "entities", "models", "metrics", "targets", "observations", "events", "statements",
    "evidence"
]
SourceId = Literal[
    "s000", "s001", "s002", "s003", "s004"
]
SourcesPublishedBasis = Literal[
    "stated", "inferred"
]
SourcesKind = Literal[
    "press-article"
]
PassagesKind = Literal[
    "navigation", "promotion", "comment", "sidebar", "duplicate", "cross-reference"
]
EntityId = Literal[
    "advanced-china-development-center", "alliance", "alpine", "ampere", "chinese-carmakers",
    "chinese-industry", "cleon", "douai", "electric-car-market", "electric-carmakers", "electric-mobility",
    "electricity", "european-electric-car-market", "france", "google", "josep-maria-recasens", "luca-de-meo",
    "mitsubishi", "mobilize", "new-electric-carmakers", "nissan", "power", "qualcomm", "renault",
    "renault-brand", "renaulution", "revolution", "stellantis", "tesla", "the-future-is-neutral"
]
EntitiesKind = Literal[
    "group", "subsidiary", "company", "companies", "alliance", "brand", "person", "plant",
    "industrial-cluster", "development-centre", "plan", "sector", "country"
]
ModelId = Literal[
    "megane-e-tech", "r4", "r5", "scenic", "twingo", "unnamed-fifth-model", "unnamed-first-sdv",
    "unnamed-nissan-segment-a", "unnamed-other-electric-versions", "unnamed-sixth-model"
]
ModelsStatus = Literal[
    "upcoming", "current", "in-production"
]
MetricId = Literal[
    "break-even", "carbon-neutrality", "catching-up", "cost-reduction", "divisions", "employees",
    "employees-in-france", "engineers", "engineers-share", "models-offered", "new-technology",
    "operating-margin", "production-capacity", "production-rate-increase", "production-time",
    "sites-in-france", "software-engineers-share", "stock-market-listing", "supplier-radius",
    "suppliers-nearby", "vehicle-launch", "vehicle-production"
]
MetricsKind = Literal[
    "workforce", "organisation", "production", "range", "finance", "standing"
]
TargetId = Literal[
    "break-even-2025", "carbon-neutrality-2025", "catching-up-with-chinese-players-2028",
    "cobalt-free-technology-2028", "cost-reduction-40", "electricity-capacity-one-million",
    "employees-planned", "engineers-planned", "first-sdv-2026", "lfp-batteries-2026",
    "listing-first-half-2024", "listing-second-half-2023", "listing-studied", "models-four-by-2025",
    "models-six-by-2030", "operating-margin-2030", "production-time-under-ten-hours",
    "software-engineers-share-planned", "vehicle-production-2031"
]
TargetsComparator = Literal[
    "exactly", "about", "less_than", "more_than", "at_least", "at_most", "between"
]
TargetsUnit = Literal[
    "people", "vehicles", "models", "sites", "divisions", "share", "hours", "kilometres"
]
TargetsModality = Literal[
    "reported", "believed", "promised", "planned", "expected", "aimed", "considered"
]
TargetsStatus = Literal[
    "announced", "superseded", "missed"
]
ObservationId = Literal[
    "divisions-2022", "douai-production-rate", "electricity-capacity", "employees-2022", "employees-2023",
    "employees-in-france-2022", "engineers-share-2023", "group-employees", "sites-2023", "supplier-radius",
    "suppliers-nearby"
]
ObservationsComparator = Literal[
    "exactly", "about", "less_than", "more_than", "at_least", "at_most", "between"
]
ObservationsUnit = Literal[
    "people", "vehicles", "models", "sites", "divisions", "share", "hours", "kilometres"
]
EventId = Literal[
    "advanced-china-development-center-created", "ampere-launched", "capital-market-day",
    "combustion-and-electric-separated", "electricity-created", "five-divisions-announced",
    "google-partnership-strengthened", "listing-failed", "luca-de-meo-visits-douai", "market-slowdown-2023",
    "nissan-entrusts-development", "project-spoken-of", "qualcomm-investment-agreement", "r5-launched"
]
EventsKind = Literal[
    "announcement", "creation", "partnership", "stock-market", "market", "model-launch", "visit"
]
EventsStatus = Literal[
    "happened", "scheduled"
]
StatementId = Literal[
    "alliance-stake-studied", "alpine-motor-racing", "answering-competition",
    "assessment-all-out-for-electric", "assessment-bearing-fruit", "assessment-best-decision",
    "assessment-best-solution", "assessment-bold-but-realistic", "assessment-confident",
    "assessment-firm-belief", "assessment-french-gem", "assessment-future-is-electric",
    "assessment-on-the-right-track", "assessment-quite-a-bet", "assessment-right-answer",
    "assessment-strategy-not-obvious", "authorship-of-ampere", "authorship-of-renaulution",
    "authorship-of-split", "autonomy-in-the-group", "autonomy-total", "better-market-valuation",
    "branding-new-brand", "branding-no-brand-of-its-own", "catching-up-with-chinese-competition",
    "chief-executive-luca-de-meo", "chinese-carmakers-ahead", "chinese-industry-leads",
    "circular-economy-and-recycling", "competition-growing", "democratisation",
    "democratisation-by-lower-costs", "developing-making-selling-cars", "development-speed",
    "european-leadership", "french-ambition", "google-partnership", "google-partnership-in-software",
    "investments-mostly-made", "leadership-luca-de-meo", "learning-from-china", "logo", "made-in-france",
    "market-booming", "market-difficult-in-europe", "mitsubishi-investment", "mobilize-financial-services",
    "newcomers-valuations-envied", "nissan-investment", "operations-director-recasens",
    "optimising-and-innovating", "organisation-horizontal", "outside-investment-welcome",
    "outside-specialists-needed", "positioning-carmaker", "positioning-new-model", "positioning-pure-player",
    "positioning-technology-company", "power-combustion-vehicles", "qualcomm-agreement",
    "qualcomm-investment", "qualcomm-partnership-in-software", "qualcomm-semiconductors",
    "renaulution-third-phase", "rivalling-largest-carmakers", "scope-all-electric-activities",
    "scope-connected-vehicles", "scope-electric-vehicles-and-software", "scope-electric-vehicles-planned",
    "scope-passenger-cars", "scope-staff-plants-projects", "six-models-wear-the-diamond",
    "stellantis-platforms", "stellantis-rival", "strategic-partnerships", "valuation-uncertain",
    "viability-of-divisions"
]
StatementsTopic = Literal[
    "scope", "activity", "positioning", "branding", "organisation", "leadership", "partnership", "investment",
    "valuation", "strategy", "ambition", "competition", "market", "technology", "progress", "assessment"
]
StatementsModality = Literal[
    "reported", "believed", "promised", "planned", "expected", "aimed", "considered"
]
EvidenceTable = Literal[
    "entities", "events", "models", "observations", "sources", "statements", "targets"
]
EvidenceBasis = Literal[
    "stated", "normalised", "inferred"
]
# [[[end]]]
