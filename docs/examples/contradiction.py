import ampere_data as ad

claims = ad.history("ampere", "employees")
print(claims[["made", "record_id", "exact", "comparator", "value", "modality", "source_ids"]].to_string(index=False))

proofs = ad.evidence("observations", "employees-2023")
print(proofs[["field", "value", "exact", "basis", "source_id", "start", "end"]].to_string(index=False))
