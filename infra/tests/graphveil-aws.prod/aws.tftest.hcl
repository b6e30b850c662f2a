# The AWS side alone, where the stacks are apart.

mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:111122223333:key/44444444-0000-0000-0000-000000000000" }
  }
}

run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.keyring.policy).Statement) == 3
    error_message = "the policy of the keyring's key does not parse"
  }

  assert {
    condition     = length(output.connectors) > 0
    error_message = "no connector is described"
  }
}
