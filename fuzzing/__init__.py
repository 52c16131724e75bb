"""A fuzzer: what this project promises of any input, held against inputs that coverage leads to (`make fuzz`)."""
