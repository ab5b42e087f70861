"""Many settings of scenarios on every core: a sweep file -> settings -> chunks of work -> a store of Parquet files."""
