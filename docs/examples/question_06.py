import ampere_data as ad

events = ad.load("events")
order = events["date_earliest"].fillna(events["known_from"]).sort_values().index
print(events.loc[order, ["date", "known_from", "source_ids", "status", "title"]].to_string(index=False))
