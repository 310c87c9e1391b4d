"""kube-prometheus-stack: Prometheus, Alertmanager, Grafana, and what tells them of the cluster."""
