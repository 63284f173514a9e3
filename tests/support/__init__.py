"""What several tests share: servers, reports, judged queries."""
