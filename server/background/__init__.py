"""What runs beside the web: the notice worker, daily statistics, retention, regression runs."""
