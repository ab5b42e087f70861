"""scenario text --read--> Scenario --build--> Priors --compile--> Program --run--> Outcomes --summarise--> Forecast."""
