import ampere_data as ad

moved = ad.load("targets").query("status != 'announced'").sort_values("known_from")
print(moved[["target_id", "horizon", "status", "superseded_by_target_id", "source_ids"]].to_string(index=False))
