import ampere_data as ad

reported = ad.latest().query("table == 'observations'")[["entity_id", "metric_id", "value"]]
both = ad.load("targets").merge(reported, how="left", on=["entity_id", "metric_id"], suffixes=("", "_reported"))
print(both[["target_id", "value", "horizon", "modality", "status", "value_reported"]].to_string(index=False))
