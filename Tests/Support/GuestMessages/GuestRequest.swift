package import LicenseBinding

/// What the host asks of the agent in a test machine; each is a line of JSON.
package enum GuestRequest: Sendable {
    /// Runs a command line, whose number the reports on it carry.
    case run(Int64, user: String, command: String)
    /// Sends a signal to the processes of a command line.
    case signal(Int64, run: Int64)

    package var json: JSONObject {
        switch self {
        case .run(let number, let user, let command):
            JSONObject([
                "run": .integer(number), "user": .string(user), "command": .string(command),
            ])
        case .signal(let signal, let run):
            JSONObject(["signal": .integer(signal), "run": .integer(run)])
        }
    }

    package init?(_ json: JSONObject) {
        guard let run = json.integer("run") else { return nil }
        if let signal = json.integer("signal") {
            self = .signal(signal, run: run)
        } else if let user = json.text("user"), let command = json.text("command") {
            self = .run(run, user: user, command: command)
        } else {
            return nil
        }
    }
}
