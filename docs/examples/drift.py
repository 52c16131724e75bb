import ampere_data as ad

claims = ad.history("ampere", "stock-market-listing")
print(claims[["made", "record_id", "exact", "status", "superseded_by_target_id"]].to_string(index=False))
