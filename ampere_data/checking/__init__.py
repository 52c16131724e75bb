"""What a descriptor and a Table Schema demand: descriptors, cells, keys; small tables and large ones."""
