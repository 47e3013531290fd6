// Copyright the Reengage authors
// SPDX-License-Identifier: Apache-2.0
package io.reengage.examples.benchmarks.ledger;

import io.reengage.examples.benchmarks.measure.Contender;
import io.reengage.examples.benchmarks.measure.Database;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderUtils.DatabaseOptions;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;

/** JobRunr with one job a send that does nothing; its jobs are put into the queue before, and not measured. */
public final class JobRunrSends implements Contender {
    private static final int WORKERS = 20;
    /** A round is mostly waiting for its poll, every five seconds at the most often. */
    private static final int WARM_UPS = 1;

    private final int jobs;
    private final Crowd crowd;
    private final JsonMapper json = new JacksonJsonMapper();
    private final StorageProvider storage;

    JobRunrSends(Database database, Crowd crowd, int jobs) {
        this.jobs = jobs;
        this.crowd = crowd;
        this.storage = SqlStorageProviderFactory.using(database.dataSource(), null, DatabaseOptions.CREATE);
        storage.setJobMapper(new JobMapper(json));
    }

    /** One job's parameters, as JobRunr stores them; public, since JobRunr makes and calls them by reflection. */
    public record Send(String person) implements JobRequest {

        @Override
        public Class<SendHandler> getJobRequestHandler() {
            return SendHandler.class;
        }
    }

    /** One job's work. */
    public record SendHandler(CountDownLatch open) implements JobRequestHandler<Send> {

        @Override
        public void run(Send job) {
            open.countDown();
        }
    }

    @Override
    public String name() {
        return "JobRunr, no-op job, " + WORKERS + " workers";
    }

    @Override
    public int warmUps(int usual) {
        return Math.min(usual, WARM_UPS);
    }

    @Override
    public void prepare() {
        new JobRequestScheduler(storage, List.of())
                .enqueue(IntStream.range(0, jobs).mapToObj(i -> new Send(crowd.id(i))));
    }

    @Override
    public long run() {
        CountDownLatch open = new CountDownLatch(jobs);
        SendHandler handler = new SendHandler(open);
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(handler);
            }
        };
        BackgroundJobServer server = new BackgroundJobServer(
                storage,
                json,
                activator,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andId(UUID.randomUUID())
                        .andPollIntervalInSeconds(5)
                        .andWorkerCount(WORKERS));
        server.start();
        Patience.until(open);
        Patience.until(() -> storage.countJobs(StateName.PROCESSING) == 0);
        server.stop();
        return jobs;
    }

    @Override
    public void close() {
        storage.close();
    }
}
