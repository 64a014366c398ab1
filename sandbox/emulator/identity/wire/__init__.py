"""What every emulated service shares: the JSON protocol, validation, paging, throttles, faults and counters."""
