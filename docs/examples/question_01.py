import ampere_data as ad

claims = ad.history("ampere", "employees")
print(claims[["table", "comparator", "value", "said_by_entity_id", "source_ids", "known_from"]].to_string(index=False))
