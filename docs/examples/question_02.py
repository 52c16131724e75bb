import ampere_data as ad

promised = ad.load("targets").dropna(subset="value")
columns = ["target_id", "comparator", "value", "unit", "horizon", "modality", "said_by_entity_id", "source_ids"]
print(promised[columns].to_string(index=False))
