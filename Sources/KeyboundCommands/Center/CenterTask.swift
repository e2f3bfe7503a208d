import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import HTTPAsking
import LicenseBinding
import LicenseStore
import VerdictText

/// Asks a center over the network.
struct CenterTask {
    private let center: KnownCenter
    private let connection: CenterConnection
    let local: SiteTask

    var address: ServerAddress { center.address }

    /// - Parameter root: whose center it must be; by default it is the one that was asked last.
    init(_ options: CenterOptions, _ local: SiteTask, of root: String? = nil) throws {
        let known = KnownCenter(in: local.site.store)
        let isOnly = local.site.trust.publishers.count == 1
        // The one that was asked last may be another publisher's.
        let last = root == nil || isOnly ? known?.address : nil
        guard let address = try options.center ?? last ?? local.publishedCenter(of: root) else {
            throw CommandFailure("which center is to be asked? Name it once by --center URL")
        }
        let roots = options.centerCa ?? (address == known?.address ? known?.roots : nil)
        try self.init(KnownCenter(address: address, roots: roots), local)
    }

    init(_ center: KnownCenter, _ local: SiteTask) throws {
        self.center = center
        self.local = local
        do throws(CenterError) {
            connection = try CenterConnection(to: center.address, trusting: center.roots) {
                reason, wait in
                Console.note(
                    "The center gave no answer yet (\(reason)); asked again in \(wait.text).")
            }
        } catch {
            throw CommandFailure(error.text(at: center.address))
        }
    }

    /// Sends a request.
    /// - Returns: the body of the answer; a refusal is told and ends the command.
    func post(_ path: String, _ request: JSONObject) async throws -> [UInt8] {
        do throws(CenterError) {
            let body = try await connection.post(path, request)
            center.remember(in: local.site.store)
            return body
        } catch {
            throw told(error)
        }
    }

    /// Asks for what the center tells everybody.
    func get(_ path: String) async throws -> [UInt8] {
        do throws(CenterError) {
            return try await connection.get(path)
        } catch {
            throw told(error)
        }
    }

    /// Sends a request under the ID that it had if it was begun before, and installs what it gives.
    func run(_ errand: Errand) async throws {
        if case .failure(let problem) = try await attempt(errand) { throw local.told(problem) }
    }

    /// The same, but for a refusal, which is not told yet.
    /// - Returns: the license, if it is one.
    func attempt(_ errand: Errand) async throws -> Result<SignedLicense?, CenterProblem> {
        let requests = SiteRequests(in: local.site.store)
        let id = try requests.begin(errand)
        guard let waiting = requests.waiting(for: id.description) else {
            throw CommandFailure("the request cannot be kept in mind in this store")
        }
        let body: [UInt8]
        switch try await answer(errand.path, errand.body(id)) {
        case .success(let given): body = given
        case .failure(let problem):
            // What was refused for good has no answer that could come later.
            if problem.isFinal { requests.end(errand.name) }
            return .failure(problem)
        }
        let license = try await local.finish(waiting, body)
        if let license { await exchangeOthers(of: license.root) }
        return .success(license)
    }

    /// Asks what is known of a PIN.
    func report(_ query: PINQuery) async throws -> Result<PINReport, CenterProblem> {
        switch try await answer(CenterPath.pinQueries, query.json) {
        case .success(let body):
            .success(try local.parsed { () throws(Defect) in try PINReport(parsing: body) })
        case .failure(let problem): .failure(problem)
        }
    }

    /// What the center answers, or why it refuses.
    func answer(
        _ path: String, _ request: JSONObject
    ) async throws -> Result<[UInt8], CenterProblem> {
        do throws(CenterError) {
            let body = try await connection.post(path, request)
            center.remember(in: local.site.store)
            return .success(body)
        } catch .refused(let problem) {
            return .failure(problem)
        } catch {
            throw told(error)
        }
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
            return CommandFailure(error.text(at: center.address))
        }
        return local.told(problem)
    }
}
