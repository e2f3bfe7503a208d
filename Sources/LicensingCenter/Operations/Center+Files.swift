package import CenterProtocol
package import Crypto
import LicenseBinding

extension Center {
    /// Does what a sealed request asks for. The same request gives the same license, as it does on the network.
    /// - Parameter key: the center's sealing key.
    /// - Returns: the answer as a file, which the computer that has asked takes, and no other; also where it is a
    ///   refusal.
    /// - Throws: `SealedRequest.Flaw` for what is no request to this center: it gets no answer.
    package func process(
        _ request: SealedRequest, by key: Curve25519.KeyAgreement.PrivateKey
    ) async throws -> (file: String, problem: CenterProblem?) {
        let content = try request.opened(by: key)
        var problem: CenterProblem?
        var json: JSONObject
        do {
            json = try await answer(to: content)
        } catch let refusal as CenterRefusal {
            problem = refusal.problem
            json = refusal.problem.json
        } catch let defect as Defect {
            throw SealedRequest.Flaw.malformed(defect)
        }
        let answer = FileAnswer(
            publisher: publisher.publisher, time: clock(), request: request.id.description,
            device: request.device, path: content.path, content: json, isProblem: problem != nil)
        return (try issuer.file(of: answer), problem)
    }

    private func answer(to content: SealedRequest.Content) async throws -> JSONObject {
        let body = content.body.compactBytes
        switch content.path {
        case CenterPath.activations:
            return try await activate(ActivationRequest(parsing: body), by: .file).json
        case CenterPath.recoveryChallenges:
            return try await challenge(ChallengeRequest(parsing: body), by: .file).json
        case CenterPath.recoveries:
            return try await recover(RecoveryRequest(parsing: body), by: .file).json
        case CenterPath.bindings:
            return try await rebind(BindingRequest(parsing: body), by: .file).json
        case CenterPath.emergencies:
            return try await help(EmergencyRequest(parsing: body), by: .file).json
        case CenterPath.phoneExchanges:
            return try await exchange(PhoneExchangeRequest(parsing: body), by: .file).json
        case CenterPath.pinQueries:
            return try await report(PINQuery(parsing: body), by: .file).json
        case CenterPath.tickets: return try await ask(TicketRequest(parsing: body)).json
        default: throw Defect.claim("path", expected: "an operation of this center")
        }
    }
}
