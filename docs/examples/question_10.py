import ampere_data as ad

promised, reported = (ad.latest().query(f"table == '{table}'") for table in ("targets", "observations"))
both = promised.merge(reported, how="left", on=["entity_id", "metric_id"], suffixes=("", "_reported"))
print(both[["record_id", "value", "horizon", "status", "earlier", "value_reported"]].to_string(index=False))
