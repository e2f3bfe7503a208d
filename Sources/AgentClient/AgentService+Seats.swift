import AgentProtocol
import LicenseBinding
import PlainHTTP
package import SeatProtocol
import SystemThreads

extension AgentService {
    /// How long a seat may take: several servers may be asked.
    private static let seatPatience = Duration.seconds(30)

    /// Why there is no seat.
    package enum SeatFailure: Error, Sendable {
        case agent(AgentError)
        case problem(SeatProblem)
    }

    /// Asks for a seat, or for what has become of it; suspends for as long as the servers take.
    package func seat(
        _ question: LocalSeatQuestion
    ) async throws(SeatFailure) -> LocalSeatAnswer {
        let answer = try await asking("POST", AgentPath.seats, question.json)
        let outcome: Result<LocalSeatAnswer, SeatProblem>
        do throws(Defect) {
            let claims = try Claims(parsing: answer.body)
            outcome =
                answer.status == 200
                ? .success(try LocalSeatAnswer(claims))
                : .failure(try SeatProblem(claims, status: answer.status))
        } catch {
            throw .agent(.malformed(error))
        }
        do throws(SeatProblem) {
            return try outcome.get()
        } catch {
            throw .problem(error)
        }
    }

    /// Gives a seat back, if the daemon can be reached; else its server lets it end.
    package func giveBack(_ lease: LeaseID, secret: [UInt8]) async {
        _ = try? await asking(
            "DELETE", "\(AgentPath.seats)/\(lease)", nil,
            ["\(SeatPath.secretHeader): \(Base64URL.encode(secret))"])
    }

    private func asking(
        _ method: String, _ path: String, _ json: JSONObject?, _ headers: [String] = []
    ) async throws(SeatFailure) -> HTTPAnswer {
        let result = await SystemThread.run {
            Result { () throws(AgentError) in
                try exchange(method, path, json, headers: headers, within: Self.seatPatience)
            }
        }
        do throws(AgentError) {
            return try result.get()
        } catch {
            throw .agent(error)
        }
    }
}
