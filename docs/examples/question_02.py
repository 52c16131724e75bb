import ampere_data as ad

promised = ad.load("targets").dropna(subset="value")
columns = ["comparator", "value", "unit", "horizon", "modality", "said_by_entity_id", "description"]
print(promised[columns].to_string(index=False))
