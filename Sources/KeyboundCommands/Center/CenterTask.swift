import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import LicenseBinding

/// Asks a center over the network.
struct CenterTask {
    private let options: CenterOptions
    private let connection: CenterConnection
    let local: SiteTask

    init(_ options: CenterOptions, _ local: SiteTask) throws {
        self.options = options
        self.local = local
        connection = try options.connection()
    }

    /// Sends a request.
    /// - Returns: the body of the answer; a refusal is told and ends the command.
    func post(_ path: String, _ request: JSONObject) async throws -> [UInt8] {
        do throws(CenterError) {
            return try await connection.post(path, request)
        } catch {
            throw told(error)
        }
    }

    /// Sends a request under the ID that it had if it was begun before, and installs what it gives.
    func run(_ errand: Errand) async throws {
        let requests = SiteRequests(in: local.site.store)
        let id = try requests.begin(errand)
        guard let waiting = requests.waiting(for: id.description) else {
            throw CommandFailure("the request cannot be kept in mind in this store")
        }
        let body: [UInt8]
        do throws(CenterError) {
            body = try await connection.post(errand.path, errand.body(id))
        } catch {
            // What was refused for good has no answer that could come later.
            if case .refused(let problem) = error, problem.isFinal { requests.end(errand.name) }
            throw told(error)
        }
        try await local.finish(waiting, body)
    }

    /// What lets keys and this computer sign for the licenses of a kit.
    func prover(_ registration: RegistrationNumber) async throws -> AnchorProver {
        let body = try await post(
            CenterPath.recoveryChallenges, ChallengeRequest(registration: registration).json)
        return try AnchorProver(local, answering: body)
    }

    /// Tells why the center gave nothing.
    private func told(_ error: CenterError) -> any Error {
        guard case .refused(let problem) = error else {
            return CommandFailure(error.text(at: options.center))
        }
        return local.told(problem)
    }
}
