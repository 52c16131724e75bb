import ampere_data as ad

claims = ad.history("ampere", "employees")
print(claims[["known_from", "table", "comparator", "value", "said_by_entity_id", "source_ids"]].to_string(index=False))
