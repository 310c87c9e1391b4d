"""Tenants' queues on the real scheduler, before a real API server, on nodes that kwok plays.

The chart is of YuniKorn 1.9.0; what runs here is 1.8.0, the newest that Go's checksum database
knows. Between the two the rules of the queue file did not change.
Source: https://github.com/apache/yunikorn-core/compare/v1.8.0-1...v1.9.0-0
"""
