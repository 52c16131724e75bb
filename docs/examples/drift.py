import ampere_data as ad

claims = ad.history("ampere", "stock-market-listing")
print(claims[["known_from", "record_id", "exact", "status", "superseded_by_target_id"]].to_string(index=False))
