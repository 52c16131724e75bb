import ampere_data as ad

claims = ad.history("ampere", "employees")
columns = ["table", "comparator", "value", "observed", "said_by_entity_id", "source_ids", "known_from"]
print(claims[columns].to_string(index=False))
