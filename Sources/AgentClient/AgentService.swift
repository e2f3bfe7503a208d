package import AgentProtocol
package import LicenseBinding
package import PlainHTTP
import SystemThreads

/// The key agent of this computer, as a program asks it. Whoever answers is a courier and is not believed:
/// what it brings is verified by whoever asked.
package struct AgentService: Sendable {
    /// How long an answer may take: a key that another program uses is waited for.
    package static let patience = Duration.seconds(20)

    package let socket: UnixSocketPath

    package init(at socket: UnixSocketPath) {
        self.socket = socket
    }

    /// Lets the keys sign; blocks for as long as they take.
    package func answer(
        to question: AgentQuestion, within patience: Duration = patience
    ) throws(AgentError) -> AgentAnswer {
        let answer = try exchange("POST", AgentPath.proofs, question.json, within: patience)
        guard answer.status == 200 else { throw .refused(status: answer.status) }
        do throws(Defect) {
            return try AgentAnswer(parsing: answer.body, to: question.queries.count)
        } catch {
            throw .malformed(error)
        }
    }

    /// Sends one request, and blocks until it is answered.
    package func exchange(
        _ method: String, _ path: String, _ json: JSONObject?, headers: [String] = [],
        within patience: Duration
    ) throws(AgentError) -> HTTPAnswer {
        let body = json?.compactBytes ?? []
        let head =
            ["\(method) \(path) HTTP/1.1", "Host: keybound", "Connection: close"] + headers + [
                "Content-Type: application/json", "Content-Length: \(body.count)", "", "",
            ]
        do throws(ConnectionError) {
            return try SocketConnection(to: socket, until: .now + patience).exchange(
                Array(head.joined(separator: "\r\n").utf8) + body, atMost: AgentPath.answerLimit)
        } catch {
            throw .connection(error)
        }
    }

    /// Begins to listen to what the agent tells.
    package func events() throws(AgentError) -> AgentEvents {
        do throws(ConnectionError) {
            return try AgentEvents(from: socket)
        } catch {
            throw .connection(error)
        }
    }
}

extension AgentService {
    /// The same on a thread of its own, which Swift's pool does not miss.
    package func answering(_ question: AgentQuestion) async throws(AgentError) -> AgentAnswer {
        let result = await SystemThread.run {
            Result { () throws(AgentError) in try answer(to: question) }
        }
        return try result.get()
    }
}
