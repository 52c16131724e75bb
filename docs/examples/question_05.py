import ampere_data as ad

ties = ad.load("statements").query("topic in ['partnership', 'investment'] and object_entity_id.notna()")
ties = ties.sort_values(["topic", "object_entity_id"])
print(ties[["topic", "entity_id", "object_entity_id", "modality", "description"]].to_string(index=False))
