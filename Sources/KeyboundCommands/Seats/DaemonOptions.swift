import AgentClient
import AgentProtocol
import ArgumentParser
import CommandLineFront
import LicenseBinding
import PlainHTTP
import SeatProtocol
import SystemThreads
import VerdictText

/// The daemon of this computer, as commands ask it.
struct DaemonOptions: ParsableArguments {
    /// Several servers may be asked, and their keys may have to sign.
    private static let patience = Duration.seconds(60)
    /// What needs none of that is answered at once.
    private static let shortPatience = Duration.seconds(5)

    @Option(help: ArgumentHelp("The daemon's socket.", valueName: "path"))
    var socket: String?

    /// Asks the daemon.
    /// - Returns: its answer; nothing where it had nothing to say.
    func ask(
        _ method: String, _ path: String, _ json: JSONObject? = nil, secret: [UInt8]? = nil
    ) async throws -> JSONObject {
        let place = Self.place(socket)
        guard let socket = UnixSocketPath(place) else {
            throw ValidationError("expected an absolute path of at most 107 bytes for the socket")
        }
        let headers = secret.map { ["\(SeatPath.secretHeader): \(Base64URL.encode($0))"] } ?? []
        let answer = await SystemThread.run {
            Result { () throws(AgentError) in
                try AgentService(at: socket).exchange(
                    method, path, json, headers: headers, within: Self.patience)
            }
        }
        switch answer {
        case .failure:
            throw CommandFailure(
                "no daemon answers at \(place). Where one should run: systemctl status keybound")
        case .success(let answer):
            guard !answer.body.isEmpty else { return JSONObject() }
            let claims: Claims
            do throws(Defect) {
                claims = try Claims(parsing: answer.body)
            } catch {
                throw CommandFailure("what listens at \(place) does not answer like our daemon")
            }
            guard 200..<300 ~= answer.status else {
                throw try SeatProblem(claims, status: answer.status)
            }
            return claims.object
        }
    }

    private static func place(_ named: String?) -> String {
        let named = named ?? CommandContext.current.environment[AgentPath.socketVariable]
        return named.flatMap { $0.isEmpty ? nil : $0 } ?? AgentPath.standardSocket
    }

    /// The key of this computer's seat server; nothing where no daemon runs.
    static var seatServer: VerifyingKey? {
        guard let socket = UnixSocketPath(place(nil)),
            let answer = try? AgentService(at: socket).exchange(
                "GET", SeatPath.server, nil, within: shortPatience), answer.status == 200
        else { return nil }
        return try? VerifyingKey(document: Claims(parsing: answer.body))
    }

    /// The same, and tells a refusal as commands do.
    func asking(
        _ method: String, _ path: String, _ json: JSONObject? = nil, secret: [UInt8]? = nil,
        told output: OutputOptions
    ) async throws -> JSONObject {
        do {
            return try await ask(method, path, json, secret: secret)
        } catch let problem as SeatProblem {
            throw problem.told(output)
        }
    }
}

extension SeatProblem {
    /// What is a refusal, and not something that could not be done.
    private static let refusals: Set<String> = [
        "CODE_UNKNOWN", "KEY_ABSENT", "NAME_TAKEN", "NOT_ALLOWED", "SEATS_FULL", "SEAT_DENIED",
    ]

    /// Tells it.
    /// - Returns: what ends the command: 3 for what the rules refuse, 1 for what could not be done.
    func told(_ output: OutputOptions) -> any Error {
        guard Self.refusals.contains(code)
        else {
            return CommandFailure(detail)
        }
        if output.json {
            Console.print(JSONObject(["verdict": "refused"]).adding(json))
        } else {
            Console.print(Tone.bad(code) + ": " + detail.printable)
        }
        return ExitCode.refused
    }
}
