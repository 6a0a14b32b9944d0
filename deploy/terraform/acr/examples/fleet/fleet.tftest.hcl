mock_provider "azurerm" {}

run "fleet" {}
