import CenterDatabase
import CenterProtocol
import HTTPListening
import HTTPTypes
import Hummingbird
import LicenseBinding
import LicensingCenter
import Logging
import NIOCore
import SQLiteFile

/// What the center answers: paths of ``CenterPath``, shapes as `openapi.yaml` has them.
struct CenterRouter {
    typealias Responder = RouterResponder<CenterRequestContext>

    let center: Center
    let limiter: GuessLimiter
    /// Whoever knows a registration number may ask for a challenge, which is work.
    let challenges = AddressLimiter(AttemptBudget.Size(burst: 100, perSecond: 5))
    /// What a license by phone has committed to is slow to look at: so many for each address, and for each license.
    let exchanges = AddressLimiter(AttemptBudget.Size(burst: 100, perSecond: 1))
    let exchangesOfLicense = AddressLimiter(AttemptBudget.Size(burst: 5, perSecond: 1.0 / 60))
    let version: String
    let isBehindProxy: Bool

    /// The methods of a path; none of one that is not there.
    static func methods(of path: String) -> [HTTPRequest.Method] {
        switch path {
        case CenterPath.revocations, CenterPath.health, CenterPath.document,
            CenterPath.operatorTickets:
            [.get]
        case CenterPath.activations, CenterPath.recoveryChallenges, CenterPath.recoveries,
            CenterPath.bindings, CenterPath.emergencies, CenterPath.phoneExchanges,
            CenterPath.pinQueries, CenterPath.tickets, CenterPath.times:
            [.post]
        case CenterPath.operators: [.get, .post]
        case let path where path.hasPrefix(CenterPath.operatorTickets + "/"): [.get, .post]
        case let path where path.hasPrefix(CenterPath.operators + "/"): [.delete]
        default: []
        }
    }

    var responder: Responder {
        let router = Router(context: CenterRequestContext.self)
        if isBehindProxy { router.add(middleware: ProxiedAddress()) }
        router.add(middleware: CenterMiddleware())
        router.post(RouterPath(CenterPath.activations)) { request, context in
            let asked = try ActivationRequest(parsing: try await body(of: request))
            return try await guessing(asked.head.registration, context) {
                PINAnswer(try await center.activate(asked))
            }
        }
        router.post(RouterPath(CenterPath.recoveryChallenges)) { request, context in
            let asked = try ChallengeRequest(parsing: try await body(of: request))
            if let delay = challenges.delay(of: context.address) {
                throw CenterProblem.slowDown(
                    delay, since: "There were many challenges for this address")
            }
            return Response(try await center.challenge(asked).json)
        }
        router.post(RouterPath(CenterPath.recoveries)) { request, _ in
            let asked = try RecoveryRequest(parsing: try await body(of: request))
            return Response(try await center.recover(asked).json)
        }
        router.post(RouterPath(CenterPath.bindings)) { request, context in
            let asked = try BindingRequest(parsing: try await body(of: request))
            guard case .pin = asked.authority else {
                return Response(try await center.rebind(asked).json)
            }
            return try await guessing(asked.head.registration, context) {
                PINAnswer(try await center.rebind(asked))
            }
        }
        router.post(RouterPath(CenterPath.emergencies)) { request, context in
            let asked = try EmergencyRequest(parsing: try await body(of: request))
            return try await guessing(asked.head.registration, context) {
                PINAnswer(try await center.help(asked))
            }
        }
        router.post(RouterPath(CenterPath.phoneExchanges)) { request, context in
            let asked = try PhoneExchangeRequest(parsing: try await body(of: request))
            if let delay = exchanges.delay(of: context.address)
                ?? asked.digits.flatMap({ exchangesOfLicense.delay(of: $0) })
            {
                throw CenterProblem.slowDown(
                    delay, since: "There were many requests from this address, or for this license")
            }
            return Response(try await center.exchange(asked).json)
        }
        router.post(RouterPath(CenterPath.pinQueries)) { request, context in
            let asked = try PINQuery(parsing: try await body(of: request))
            guard case .pin = asked.authority else {
                return Response(try await center.report(asked).json)
            }
            return try await guessing(asked.registration, context) {
                let report = try await center.report(asked)
                return PINAnswer(
                    json: report.json, isOfKit: report.registration == asked.registration)
            }
        }
        router.post(RouterPath(CenterPath.tickets)) { request, context in
            let asked = try TicketRequest(parsing: try await body(of: request))
            guard asked.kind != .help else {
                if let delay = challenges.delay(of: context.address) {
                    throw CenterProblem.slowDown(
                        delay, since: "There were many requests from this address")
                }
                return Response(try await center.ask(asked).json)
            }
            return try await guessing(asked.head.registration, context) {
                PINAnswer(json: try await center.ask(asked).json, isOfKit: false)
            }
        }
        OperatorRoutes(center: center, body: body).add(to: router)
        router.post(RouterPath(CenterPath.times)) { request, _ in
            let asked = try TimeRequest(parsing: try await body(of: request))
            return Response(
                JSONObject(["time": .string(try center.statement(answering: asked.nonce))]))
        }
        router.get(RouterPath(CenterPath.revocations)) { _, _ in
            Response(
                JSONObject(["revocations": .optional(try await center.revocations())]))
        }
        router.get(RouterPath(CenterPath.health)) { _, _ in
            Response(JSONObject(["status": "ok", "version": .string(version)]))
        }
        router.get(RouterPath(CenterPath.document)) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/yaml"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.openapi_yaml)))
        }
        return router.buildResponder()
    }

    func body(of request: Request) async throws -> [UInt8] {
        let length = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard length <= CenterPath.requestLimit else { throw CenterProblem.tooLarge }
        do {
            let body = try await request.body.collect(upTo: CenterPath.requestLimit)
            return Array(body.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw CenterProblem.tooLarge
        }
    }

    /// Lets a PIN be tried, unless there were too many wrong ones.
    private func guessing(
        _ registration: RegistrationNumber, _ context: CenterRequestContext,
        _ work: () async throws -> PINAnswer
    ) async throws -> Response {
        let source = GuessLimiter.Source(registration: registration, address: context.address)
        let attempt: GuessLimiter.Attempt
        switch limiter.admit(source) {
        case .wait(let delay): throw CenterProblem.slowDown(delay, since: "There were wrong PINs")
        case .attempt(let admitted): attempt = admitted
        }
        do {
            let answer = try await work()
            // Whoever has a PIN of another kit knows nothing of this one.
            if answer.isOfKit { attempt.succeeded() } else { attempt.undecided() }
            return Response(answer.json)
        } catch let refusal as CenterRefusal {
            switch refusal {
            case .pinUnknown: attempt.failed()
            default: attempt.undecided()
            }
            throw refusal
        } catch {
            attempt.undecided()
            throw error
        }
    }
}

/// What a PIN was good for.
private struct PINAnswer {
    let json: JSONObject
    /// Whether the PIN is one of the kit that was named.
    let isOfKit: Bool

    init(json: JSONObject, isOfKit: Bool) {
        self.json = json
        self.isOfKit = isOfKit
    }

    /// Only a PIN of another kit is remarked on.
    init(_ grant: LicenseGrant) {
        self.init(json: grant.json, isOfKit: grant.notes.isEmpty)
    }
}

/// Lets every error become words, and writes a line of each request that holds nothing of its body.
private struct CenterMiddleware: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: CenterRequestContext,
        next: @concurrent (Request, CenterRequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let (response, code) = await answer(request, context, next)
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        context.logger.info(
            "request",
            metadata: [
                "path": "\(request.uri.path)", "status": "\(response.status.code)",
                "code": "\(code ?? "-")", "address": "\(context.address)",
                "milliseconds": "\(Int(milliseconds.rounded()))",
            ])
        return response
    }

    private func answer(
        _ request: Request, _ context: CenterRequestContext,
        _ next: @concurrent (Request, CenterRequestContext) async throws -> Response
    ) async -> (Response, code: String?) {
        let problem: CenterProblem
        do {
            return (try await next(request, context), nil)
        } catch let found as CenterProblem {
            problem = found
        } catch let refusal as CenterRefusal {
            problem = refusal.problem
        } catch let refusal as OfficeRefusal {
            problem = CenterProblem(refusal)
        } catch let defect as Defect {
            problem = .malformed(defect)
        } catch let error as DatabaseProblem {
            context.logger.error("storage", metadata: ["error": "\(error)"])
            problem = CenterProblem(error)
        } catch let error as HTTPError {
            let methods = CenterRouter.methods(of: request.uri.path)
            if !methods.isEmpty, !methods.contains(request.method) {
                return (.notAllowed(request.method, but: methods), "METHOD_NOT_ALLOWED")
            }
            problem = CenterProblem(
                status: error.status.code, code: "NO_SUCH_PATH",
                detail: "There is no \(request.method) \(request.uri.path)")
        } catch {
            context.logger.error("no answer", metadata: ["error": "\(error)"])
            problem = CenterProblem(
                status: 500, code: "FAILED", detail: "The center failed, and nothing was changed.")
        }
        return (Response(problem), problem.code)
    }
}
