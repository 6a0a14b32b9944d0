mock_provider "alicloud" {
  mock_data "alicloud_caller_identity" {
    defaults = { account_id = "1234567890123456" }
  }
}

run "fleet" {}
