# Alerts rest on what the handler promises to write: one custom event for each
# run's end, and one JSON object a line on standard output. Application Insights
# keeps the lines in traces, the object in message. What matters most is looked
# for in both, because the event is sent once and may be lost. infra/house holds
# the messages that are looked for to those that the code writes.

resource "azurerm_monitor_action_group" "usher" {
  name                = "${var.name}-alerts"
  resource_group_name = azurerm_resource_group.usher.name
  short_name          = var.name

  dynamic "email_receiver" {
    for_each = var.alert_emails
    content {
      name                    = email_receiver.value
      email_address           = email_receiver.value
      use_common_alert_schema = true
    }
  }

  tags = local.tags
}

locals {
  # A line of the handler's log, with its keys as columns.
  line = <<-KQL
    traces
    | extend line = parse_json(message)
    | extend msg = tostring(line.msg), level = tostring(line.level), run = tostring(line.run), customer = tostring(line.customer), ticket = tostring(line.ticket)
  KQL

  # The end of a run.
  ended = <<-KQL
    customEvents
    | where name == "RunFinished"
    | extend run = tostring(customDimensions.run), customer = tostring(customDimensions.customer), ticket = tostring(customDimensions.ticket), action = tostring(customDimensions.action), status = tostring(customDimensions.status), cut = tostring(customDimensions.cut)
  KQL

  # Each of them counts what its query finds. split_by makes an alert of its own
  # for each run, so that the second failed run isn't lost behind the first.
  # Telemetry takes a minute or three to arrive, hence windows longer than the
  # time between two looks.
  log_alerts = {
    uncut-leaver = {
      title    = "A leaver's access isn't cut"
      means    = "An offboarding ended, or its cut stopped, with access not read back as cut. Block the account by hand now, then look at the run."
      severity = 0
      every    = "PT1M"
      window   = "PT10M"
      more     = 0
      split_by = ["customer", "run"]
      query    = <<-KQL
        ${trimspace(local.ended)}
        | where cut == "no"
        | project timestamp, customer, run, ticket
        | union (
        ${trimspace(local.line)}
        | where msg == "access not cut"
        | project timestamp, customer, run, ticket)
      KQL
    }

    failed-run = {
      title    = "A run failed"
      means    = "Access not cut, mail in danger, the account missing, or nothing done. The ticket and the run's page say what to do."
      severity = 1
      every    = "PT5M"
      window   = "PT15M"
      more     = 0
      split_by = ["customer", "run"]
      query    = <<-KQL
        ${trimspace(local.ended)}
        | where status == "failed"
        | project timestamp, customer, run, ticket
        | union (
        ${trimspace(local.line)}
        | where msg == "run finished" and tostring(line.status) == "failed"
        | project timestamp, customer, run, ticket)
      KQL
    }

    quarantine = {
      title    = "A message went into quarantine"
      means    = "It kept failing and was set aside; its run stands still. handler quarantine list says why, handler quarantine retry moves it back."
      severity = 1
      every    = "PT5M"
      window   = "PT15M"
      more     = 0
      split_by = ["customer", "run"]
      query    = <<-KQL
        ${trimspace(local.line)}
        | where msg == "message quarantined"
        | project timestamp, customer, run, ticket
      KQL
    }

    overdue-approval = {
      title    = "An approval is overdue"
      means    = "A leaver's time is near or past and nobody has decided. Remind the approver, or block the account by hand."
      severity = 1
      every    = "PT5M"
      window   = "PT15M"
      more     = 0
      split_by = ["customer", "run"]
      query    = <<-KQL
        ${trimspace(local.line)}
        | where msg == "approval overdue"
        | project timestamp, customer, run, ticket
      KQL
    }

    handler-errors = {
      title    = "The handler reports errors"
      means    = "More than five in a quarter of an hour. Runs wait and go on by themselves once the cause is gone; the log says what it is."
      severity = 2
      every    = "PT5M"
      window   = "PT15M"
      more     = 5
      split_by = []
      query    = <<-KQL
        ${trimspace(local.line)}
        | where level == "ERROR" or severityLevel >= 3
        | project timestamp, customer, run, msg
      KQL
    }
  }

  # How long a queue may hold messages without once being empty.
  queue_patience = {
    cut     = { window = "PT5M", severity = 1 }
    advance = { window = "PT15M", severity = 2 }
    execute = { window = "PT30M", severity = 2 }
  }
}

resource "azurerm_monitor_scheduled_query_rules_alert_v2" "usher" {
  for_each = local.log_alerts

  name                = "${var.name}-${each.key}"
  display_name        = "Usher: ${each.value.title}"
  description         = each.value.means
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  scopes              = [azurerm_application_insights.usher.id]

  severity             = each.value.severity
  evaluation_frequency = each.value.every
  window_duration      = each.value.window

  criteria {
    query                   = each.value.query
    time_aggregation_method = "Count"
    operator                = "GreaterThan"
    threshold               = each.value.more

    dynamic "dimension" {
      for_each = each.value.split_by
      content {
        name     = dimension.value
        operator = "Include"
        values   = ["*"]
      }
    }
  }

  # Resolved by itself, so that it is told once and not at every look.
  auto_mitigation_enabled = true

  # The tables are empty until the first run; that isn't wrong.
  skip_query_validation = true

  action {
    action_groups = [azurerm_monitor_action_group.usher.id]
  }

  tags = local.tags
}

# The sweep runs every half minute, whatever else happens. Without it nothing that
# waits goes on: scheduled runs, retries, expiry.
resource "azurerm_monitor_scheduled_query_rules_alert_v2" "still" {
  name                = "${var.name}-stands-still"
  display_name        = "Usher: nothing runs"
  description         = "The sweep hasn't succeeded for a quarter of an hour. Is a package deployed, and does the app start? Look at the app's log stream."
  resource_group_name = azurerm_resource_group.usher.name
  location            = azurerm_resource_group.usher.location
  scopes              = [azurerm_application_insights.usher.id]

  severity             = 1
  evaluation_frequency = "PT5M"
  window_duration      = "PT15M"

  criteria {
    query                   = <<-KQL
      requests
      | where name == "sweep" and success == true
    KQL
    time_aggregation_method = "Count"
    operator                = "LessThan"
    threshold               = 1
  }

  auto_mitigation_enabled = true
  skip_query_validation   = true

  action {
    action_groups = [azurerm_monitor_action_group.usher.id]
  }

  tags = local.tags
}

# Service Bus doesn't say how old a queue's oldest message is. A queue that
# wasn't empty for the whole window holds something that nobody takes.
resource "azurerm_monitor_metric_alert" "queue" {
  for_each = local.queue_patience

  name                = "${var.name}-queue-${each.key}"
  description         = "The queue ${each.key} hasn't been empty for ${trimprefix(each.value.window, "PT")}. Is the app running, is a tenant throttling, is somebody paused?"
  resource_group_name = azurerm_resource_group.usher.name
  scopes              = [azurerm_servicebus_namespace.usher.id]
  severity            = each.value.severity
  frequency           = "PT1M"
  window_size         = each.value.window

  criteria {
    metric_namespace = "Microsoft.ServiceBus/namespaces"
    metric_name      = "ActiveMessages"
    aggregation      = "Minimum"
    operator         = "GreaterThan"
    threshold        = 0

    dimension {
      name     = "EntityName"
      operator = "Include"
      values   = [azurerm_servicebus_queue.usher[each.key].name]
    }
  }

  action {
    action_group_id = azurerm_monitor_action_group.usher.id
  }

  tags = local.tags
}

# Usher quarantines long before Service Bus gives a message up. One that is here
# was never understood by a door.
resource "azurerm_monitor_metric_alert" "dead_letters" {
  name                = "${var.name}-dead-letters"
  description         = "Service Bus gave a message up. Look at the dead-letter queue in the portal; the sweep sends again what a run needs."
  resource_group_name = azurerm_resource_group.usher.name
  scopes              = [azurerm_servicebus_namespace.usher.id]
  severity            = 2
  frequency           = "PT5M"
  window_size         = "PT15M"

  criteria {
    metric_namespace = "Microsoft.ServiceBus/namespaces"
    metric_name      = "DeadletteredMessages"
    aggregation      = "Maximum"
    operator         = "GreaterThan"
    threshold        = 0
  }

  action {
    action_group_id = azurerm_monitor_action_group.usher.id
  }

  tags = local.tags
}
