import ampere_data as ad

for day in ("2022-12-31", "2023-12-31", "2026-01-01"):
    known = ad.latest(as_of=day)[["entity_id", "metric_id", "value", "horizon", "status", "source_ids"]]
    print(day, known.to_string(index=False), sep="\n")
