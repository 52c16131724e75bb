"""The tables in the formats that people ask for, made from the descriptor and the schemas."""
