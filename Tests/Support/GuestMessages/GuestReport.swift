package import LicenseBinding

/// What the agent in a test machine tells the host; each is a line of JSON.
package enum GuestReport: Sendable {
    case ready
    case line(GuestLine, run: Int64)
    /// - Parameter code: as the shell counts, 128 and more for signals.
    case ended(run: Int64, code: Int64)
    case usb(GuestUSBEvent)

    package var json: JSONObject {
        switch self {
        case .ready: JSONObject(["ready": .bool(true)])
        case .line(let line, let run):
            JSONObject([
                "run": .integer(run), "source": .string(line.source.rawValue),
                "line": .string(line.text), "at": .integer(line.at.wholeNanoseconds),
            ])
        case .ended(let run, let code):
            JSONObject(["run": .integer(run), "code": .integer(code)])
        case .usb(let event):
            JSONObject([
                "usb": .string(event.action), "port": .string(event.port),
                "at": .integer(event.at.wholeNanoseconds),
            ])
        }
    }

    package init?(_ json: JSONObject) {
        let time = json.integer("at").map { Duration.nanoseconds($0) }
        if json["ready"] != nil {
            self = .ready
        } else if let code = json.integer("code"), let run = json.integer("run") {
            self = .ended(run: run, code: code)
        } else if let text = json.text("line"), let run = json.integer("run"), let time,
            let source = json.text("source").flatMap(GuestLine.Source.init)
        {
            self = .line(GuestLine(source: source, text: text, at: time), run: run)
        } else if let action = json.text("usb"), let port = json.text("port"), let time {
            self = .usb(GuestUSBEvent(action: action, port: port, at: time))
        } else {
            return nil
        }
    }
}

extension Duration {
    fileprivate var wholeNanoseconds: Int64 { Int64(self / .nanoseconds(1)) }
}
