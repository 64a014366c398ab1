"""What AWS charges: list prices in US dollars, in US East (N. Virginia), without free tiers."""

from typing import NamedTuple

# Since when they are written down here. AWS changes its prices: compare with the page a price names.
AS_OF = "2025-11-01"


class Price(NamedTuple):
    """Dollars for so many units; `source` is the AWS pricing page that says so."""

    dollars: float
    units: float
    unit: str
    source: str

    def of(self, quantity: float) -> float:
        """Dollars for this quantity."""
        return quantity * self.dollars / self.units


MILLION = 1_000_000
PRICES = {
    "Lambda requests": Price(0.20, MILLION, "requests", "AWS Lambda Pricing"),
    "Lambda time": Price(0.0000133334, 1, "GB-seconds on Arm", "AWS Lambda Pricing"),
    "SQS": Price(0.50, MILLION, "requests to FIFO queues; standard ones are cheaper", "Amazon SQS Pricing"),
    "EventBridge": Price(1.00, MILLION, "events put or forwarded; those of AWS are free", "Amazon EventBridge Pricing"),
    "Scheduler": Price(1.00, MILLION, "invocations", "Amazon EventBridge Pricing"),
    "API Gateway": Price(1.00, MILLION, "requests to an HTTP API", "Amazon API Gateway Pricing"),
    "DynamoDB writes": Price(0.625, MILLION, "write request units", "Amazon DynamoDB Pricing, On-Demand"),
    "DynamoDB reads": Price(0.125, MILLION, "read request units", "Amazon DynamoDB Pricing, On-Demand"),
    "DynamoDB storage": Price(0.45, 1, "GB-months with point-in-time recovery", "Amazon DynamoDB Pricing, On-Demand"),
    "Logs": Price(0.62, 1, "GB taken in and scanned for personal data", "Amazon CloudWatch Pricing"),
    "Log storage": Price(0.03, 1, "GB-months", "Amazon CloudWatch Pricing"),
    "Metrics": Price(0.30, 1, "metrics with a value in every hour", "Amazon CloudWatch Pricing"),
    "Alarms": Price(0.10, 1, "metrics of alarms", "Amazon CloudWatch Pricing"),
    "Dashboard": Price(3.00, 1, "dashboards", "Amazon CloudWatch Pricing"),
    "X-Ray": Price(5.00, MILLION, "traces", "AWS X-Ray Pricing"),
    "KMS": Price(1.00, 1, "keys", "AWS Key Management Service Pricing"),
    "Secrets Manager": Price(0.40, 1, "secrets", "AWS Secrets Manager Pricing"),
}
