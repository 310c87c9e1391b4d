"""What operating the platform needs: rules, dashboards, monitors, logs."""
