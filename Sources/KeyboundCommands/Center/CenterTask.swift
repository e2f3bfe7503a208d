import ArgumentParser
import CenterClient
import CenterProtocol
import CommandLineFront
import LicenseBinding
import VerdictText

/// Asks a center over the network.
struct CenterTask {
    private let center: KnownCenter
    private let connection: CenterConnection
    let local: SiteTask

    var address: CenterAddress { center.address }

    init(_ options: CenterOptions, _ local: SiteTask) throws {
        let known = KnownCenter(in: local.site.store)
        guard let address = options.center ?? known?.address ?? local.publishedCenter else {
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

    /// Sends a request under the ID that it had if it was begun before, and installs what it gives.
    func run(_ errand: Errand) async throws {
        if case .failure(let problem) = try await attempt(errand) { throw local.told(problem) }
        await exchangeOthers(than: errand)
    }

    /// Exchanges licenses that were given by phone, now that the center is there.
    private func exchangeOthers(than errand: Errand) async {
        for phone in local.phoneLicenses {
            let id = PhoneLicense.id(of: phone.request)
            do {
                let other = try Errand.exchange(local, phone)
                guard other.name != errand.name else { continue }
                let requests = SiteRequests(in: local.site.store)
                let body = try await connection.post(other.path, other.body(requests.begin(other)))
                let new = try local.install(body).license.id
                requests.end(other.name)
                Console.note("\(id), which was given by phone, was exchanged for \(new).")
            } catch {
                // It is what it was, and is told what is to do by its own command.
                Console.note("\(id) is not exchanged yet: keybound license exchange")
            }
        }
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
        do throws(CenterError) {
            body = try await connection.post(errand.path, errand.body(id))
        } catch .refused(let problem) {
            // What was refused for good has no answer that could come later.
            if problem.isFinal { requests.end(errand.name) }
            return .failure(problem)
        } catch {
            throw told(error)
        }
        center.remember(in: local.site.store)
        return .success(try await local.finish(waiting, body))
    }

    /// Asks what is known of a PIN.
    func report(_ query: PINQuery) async throws -> Result<PINReport, CenterProblem> {
        let body: [UInt8]
        do throws(CenterError) {
            body = try await connection.post(CenterPath.pinQueries, query.json)
        } catch .refused(let problem) {
            return .failure(problem)
        } catch {
            throw told(error)
        }
        center.remember(in: local.site.store)
        return .success(try local.parsed { () throws(Defect) in try PINReport(parsing: body) })
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
