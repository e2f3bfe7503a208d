import GuestMessages

try Loopback.bringUp()
let host = try HostPort(named: "keybound")
let desk = ProgramDesk(reportingTo: host)
try KernelEvents(reportingTo: host).start()
host.report(.ready)
while let requests = host.requests() {
    for request in requests { desk.take(request) }
}
