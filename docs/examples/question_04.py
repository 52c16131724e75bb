import ampere_data as ad

models = ad.load("models")
print(models[["model_id", "name", "maker_entity_id", "plant_entity_id", "available", "status"]].to_string(index=False))
