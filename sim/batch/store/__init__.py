"""The store: a folder of Parquet files, one a chunk of settings, each written whole or not at all."""
