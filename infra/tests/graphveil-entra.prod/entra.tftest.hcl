# The Entra side alone, where the stacks are apart.

mock_provider "azuread" {
  mock_resource "azuread_application" {
    defaults = { client_id = "33333333-0000-0000-0000-000000000000" }
  }
}

run "hands_over_the_ids" {
  command = apply

  assert {
    condition     = alltrue([for ids in values(output.entra.applications) : ids.clientId == "33333333-0000-0000-0000-000000000000"])
    error_message = "the outputs lack a client id"
  }

  assert {
    condition     = alltrue([for subject in values(output.entra.subjects) : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:role/graphveil-", subject))])
    error_message = "a federated credential trusts something that is no role of a connector"
  }
}
