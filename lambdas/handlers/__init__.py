"""One file per Lambda function, named after what happened."""
