import ampere_data as ad

print(ad.latest().dropna(subset="disagrees_with")[["record_id", "value", "disagrees_with"]].to_string(index=False))
opposed = ad.load("statements").dropna(subset="contradicts_statement_id")
print(opposed[["statement_id", "contradicts_statement_id", "source_ids"]].to_string(index=False))
