"""Files to provisions: readers, structure, passages and the catalogue of instruments."""
