# Turns the results of benchmarks/compare into tables. Input, by tabs: round, step, tool, wall seconds, CPU seconds, peak
# KiB, repository bytes, status, and over S3: requests, bytes sent, bytes received. Variable `order`: the tools, Holdfast first.
BEGIN {
    FS = "\t"
    toolCount = split(order, tools, " ")
    label["holdfast"] = "Holdfast"
    label["holdfast-archive"] = "Holdfast, archive"
    label["borg-zstd"] = "borg zstd,3"
    label["duplicity-plain"] = "duplicity no zlib"
    stepCount = split("full bad unchanged changed list one new all check", steps, " ")
    name["full"] = "full"
    name["bad"] = "full, bad network"
    name["unchanged"] = "no change"
    name["changed"] = "change"
    name["list"] = "list"
    name["one"] = "restore one"
    name["new"] = "restore one, new machine"
    name["all"] = "restore all"
    name["check"] = "check"
    speedTarget["full"] = speedTarget["all"] = 2
    speedTarget["unchanged"] = speedTarget["changed"] = 1
}

{
    seen[$3] = seen[$2] = 1
    add("wall", $2, $3, $4)
    add("cpu", $2, $3, $5)
    add("peak", $2, $3, $6 * 1024 / 1e6)
    add("stored", $2, $3, $7 / 1e6)
    if ($2 == "bad") {
        # Another repository.
    } else if (($3, $1) in before) {
        add("new", $2, $3, ($7 - before[$3, $1]) / 1e6)
    }
    if ($2 != "bad") {
        before[$3, $1] = $7
    }
    if (NF > 10) {
        overS3 = 1
        add("requests", $2, $3, $9)
        add("traffic", $2, $3, ($10 + $11) / 1e6)
    }
    if ($8 != "ok") {
        bad[$2, $3] = $8
    }
}

END {
    head("Wall time, seconds", "Holdfast's speed against the fastest peer")
    for (s = 1; s <= stepCount; s++) {
        row("wall", steps[s], name[steps[s]], "%.2f", speedTarget[steps[s]])
    }
    head("Stored, MB", "Holdfast's size against the smallest peer")
    row("stored", "full", "repository after full", "%.1f")
    row("new", "unchanged", "new at no change", "%.3f")
    row("new", "changed", "new at change", "%.1f")
    if (overS3) {
        head("Requests", "Holdfast's share of the most frugal peer")
        for (s = 1; s <= stepCount; s++) {
            row("requests", steps[s], name[steps[s]], "%.0f")
        }
        head("Transferred both ways, MB", "Holdfast's share of the most frugal peer")
        for (s = 1; s <= stepCount; s++) {
            row("traffic", steps[s], name[steps[s]], "%.2f")
        }
    }
    head("CPU time (user and system), seconds", "Holdfast's share of the most frugal peer")
    for (s = 1; s <= stepCount; s++) {
        row("cpu", steps[s], name[steps[s]], "%.2f")
    }
    head("Peak memory of the largest process, MB", "Holdfast's share of the most frugal peer")
    for (s = 1; s <= stepCount; s++) {
        row("peak", steps[s], name[steps[s]], "%.0f")
    }
}

function add(metric, step, tool, value) {
    values[metric, step, tool] = values[metric, step, tool] " " value
}

function head(title, ratioTitle,   t, line) {
    printf "\n**%s**\n\n| %-24s |", title, "step"
    line = "|--------------------------|"
    for (t = 1; t <= toolCount; t++) {
        if (tools[t] in seen) {
            printf " %17s |", tools[t] in label ? label[tools[t]] : tools[t]
            line = line "------------------:|"
        }
    }
    printf " %s | target |\n%s---:|---|\n", ratioTitle, line
}

function row(metric, step, title, format, speed,   t, value, best, own, ratio, target) {
    if (!(step in seen)) {
        return
    }
    printf "| %-24s |", title
    best = own = ""
    for (t = 1; t <= toolCount; t++) {
        if (!(tools[t] in seen)) {
            continue
        }
        if ((step, tools[t]) in bad) {
            printf " %17s |", bad[step, tools[t]]
            continue
        }
        value = median(values[metric, step, tools[t]])
        printf " %17s |", sprintf(format, value)
        if (tools[t] == "holdfast") {
            own = value
        } else if (tools[t] != "holdfast-archive" && (best == "" || value < best)) {
            best = value
        }
    }
    ratio = own == "" || best == "" || own <= 0 || best <= 0 ? "" : metric == "wall" ? best / own : own / best
    target = ""
    if (metric == "wall" && step == "bad" && ("wall", "full", "holdfast") in values) {
        own = own / median(values["wall", "full", "holdfast"])
        target = verdict(sprintf("%.2fx of our own full, at most 1.3x", own), own, own <= 1.3)
    } else if (metric == "wall" && speed) {
        target = verdict("at least " speed "x", ratio, ratio >= speed)
    } else if (metric == "stored" || metric == "new" && step == "changed") {
        target = verdict("below 1x", ratio, ratio < 1)
    } else if (metric == "peak") {
        target = verdict("at most 300 MB", own, own <= 300)
    }
    printf " %s | %s |\n", ratio == "" ? "" : sprintf("%.2fx", ratio), target
}

function verdict(wanted, known, met) {
    return wanted (known == "" ? "" : met ? ": met" : ": missed")
}

function median(list,   n, i, j, v, a) {
    n = split(list, a, " ")
    for (i = 2; i <= n; i++) {
        v = a[i] + 0
        for (j = i - 1; j > 0 && a[j] + 0 > v; j--) {
            a[j + 1] = a[j]
        }
        a[j + 1] = v
    }
    return n % 2 ? a[(n + 1) / 2] + 0 : (a[n / 2] + a[n / 2 + 1]) / 2
}
