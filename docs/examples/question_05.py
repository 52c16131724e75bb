import ampere_data as ad

ties = ad.load("statements").query("topic in ['partnership', 'investment'] and object_entity_id.notna()")
ties = ties.sort_values(["topic", "known_from"])
print(ties[["topic", "entity_id", "object_entity_id", "modality", "known_from", "description"]].to_string(index=False))
