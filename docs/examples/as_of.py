import ampere_data as ad

columns = ["target_id", "horizon", "status", "superseded_by_target_id"]
listing = "metric == 'stock-market-listing'"

print(ad.load("targets", as_of="2023-06-30").query(listing)[columns].to_string(index=False))
print(ad.load("targets").query(listing)[columns].to_string(index=False))
