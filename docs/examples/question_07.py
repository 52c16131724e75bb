import ampere_data as ad

columns = ["entity_id", "metric_id", "comparator", "value", "value_to", "horizon", "modality", "status"]
for day in ("2022-12-31", "2023-12-31", "2026-01-01"):
    print(day, ad.latest(as_of=day)[columns].to_string(index=False), sep="\n")
