import ampere_data as ad

print(*ad.tables())

targets = ad.load("targets")
figures = targets.dropna(subset="value")
print(figures[["target_id", "comparator", "value", "unit", "horizon_relation", "horizon"]].to_string(index=False))
