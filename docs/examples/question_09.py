import ampere_data as ad

said = ad.load("statements").query("said_by_entity_id == 'luca-de-meo'")
print(said[["modality", "description", "source_ids"]].to_string(index=False))
