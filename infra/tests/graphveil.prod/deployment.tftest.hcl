# Runs on the synthesized stack with every provider mocked. It names no connector, so it holds for any settings.

mock_provider "aws" {
  mock_resource "aws_lambda_function_url" {
    defaults = { function_url = "https://mocked.lambda-url.eu-central-1.on.aws/" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:111122223333:key/44444444-0000-0000-0000-000000000000" }
  }
}

mock_provider "azuread" {
  mock_resource "azuread_application" {
    defaults = {
      client_id = "33333333-0000-0000-0000-000000000000"
      object_id = "55555555-0000-0000-0000-000000000000"
    }
  }
  mock_resource "azuread_service_principal" {
    defaults = { object_id = "66666666-0000-0000-0000-000000000000" }
  }
  mock_data "azuread_client_config" {
    defaults = { object_id = "77777777-0000-0000-0000-000000000000" }
  }
}

run "identity" {
  command = apply

  assert {
    condition     = alltrue([for name, connector in output.connectors : endswith(output.entra.subjects[name], ":role/${connector.roleName}")])
    error_message = "a federated credential does not trust exactly the role of its connector"
  }

  assert {
    condition     = alltrue([for name, subject in try(output.entra.console.subjects, {}) : endswith(subject, ":role/graphveil-prod-${name}")])
    error_message = "a federated credential of the console does not trust exactly the role of its function"
  }

  assert {
    condition     = alltrue([for name, document in terraform_data.documents.triggers_replace.consent : document.ids == output.entra.applications[name]])
    error_message = "a document names another application than the one that was made"
  }
}

run "policies" {
  command = apply

  assert {
    condition     = length(jsondecode(aws_kms_key.keyring.policy).Statement) == 3
    error_message = "the policy of the keyring's key does not parse"
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_iam_policy.keys.policy).Statement : s.Effect == "Allow"])
    error_message = "the policy for keys does not parse"
  }

  assert {
    condition     = contains(jsondecode(aws_iam_policy.keys.policy).Statement[*].Resource, "arn:aws:kms:eu-central-1:111122223333:key/44444444-0000-0000-0000-000000000000")
    error_message = "the policy for keys does not name the keyring's key"
  }

  assert {
    condition     = length(jsondecode(aws_cloudwatch_dashboard.dashboard.dashboard_body).widgets) == 3 * length(output.connectors)
    error_message = "the dashboard lacks a row of a connector"
  }
}

run "endpoints" {
  command = apply

  assert {
    condition     = alltrue([for connector in values(output.connectors) : connector.endpoint == "https://mocked.lambda-url.eu-central-1.on.aws"])
    error_message = "an endpoint has a slash at its end, or is another one than the function's"
  }
}
