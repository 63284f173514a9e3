"""The Google Reader API, as servers of today speak it: requests and answers, and nothing else."""
